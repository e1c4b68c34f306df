"""What others need for the same market: `python peers.py TASK FILE`, in their own environment."""

import sys
import threading

import numpy as np
from measure import took

DEEP = 1 << 30


def market(path):
    return dict(np.load(path))


def lists(data):
    """Both sides' ranked lists, by name."""
    mentee = np.repeat(np.arange(len(data["indptr"]) - 1), np.diff(data["indptr"]))
    residents, hospitals = {}, {}
    for at in np.lexsort((data["mentee_rank"], mentee)).tolist():
        residents.setdefault(f"e{mentee[at]}", []).append(f"r{data['mentor'][at]}")
    for at in np.lexsort((data["mentor_rank"], data["mentor"])).tolist():
        hospitals.setdefault(f"r{data['mentor'][at]}", []).append(f"e{mentee[at]}")
    places = {name: int(data["places"][int(name[1:])]) for name in hospitals}
    return residents, hospitals, places


def matching_documented(data):
    from matching.games import HospitalResident

    ready = lists(data)

    def call():
        found = HospitalResident.create_from_dictionaries(*ready).solve()
        return sum(len(held) for held in found.values())

    took(call)


def matching_bare(data):
    from matching.algorithms import hospital_resident
    from matching.players import Hospital, Player

    residents, hospitals, places = lists(data)
    of_resident = {name: Player(name) for name in residents}
    of_hospital = {name: Hospital(name, places[name]) for name in hospitals}
    for name, wanted in residents.items():
        of_resident[name].set_prefs([of_hospital[one] for one in wanted])
    for name, wanted in hospitals.items():
        of_hospital[name].set_prefs([of_resident[one] for one in wanted])
    everybody = list(of_resident.values()), list(of_hospital.values())
    took(lambda: sum(len(held) for held in hospital_resident(*everybody).values()))


def spread(data):
    """A column for each place: (row, column, fit) of each pair with each place."""
    mentee = np.repeat(np.arange(len(data["indptr"]) - 1), np.diff(data["indptr"]))
    first = np.cumsum(data["places"]) - data["places"]
    times = data["places"][data["mentor"]]
    rows = np.repeat(mentee, times)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    columns = np.repeat(first[data["mentor"]], times) + offset
    return rows, columns, np.repeat(data["fit"], times)


def scipy_sparse(data):
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    def call():
        rows, columns, fit = spread(data)
        mentees, places = len(data["indptr"]) - 1, int(data["places"].sum())
        # A column of their own for who stays unplaced, dear enough for coverage to come first.
        alone = np.arange(mentees)
        table = csr_array(
            (
                np.concatenate([1001 - fit, np.full(mentees, 10_000_000)]),
                (np.concatenate([rows, alone]), np.concatenate([columns, places + alone])),
            ),
            shape=(mentees, places + mentees),
        )
        of, to = min_weight_full_bipartite_matching(table)
        real = to < places
        return int(1001 * real.sum() - np.asarray(table[of, to])[real].sum())

    took(call)


def scipy_dense(data):
    from scipy.optimize import linear_sum_assignment

    def call():
        rows, columns, fit = spread(data)
        shape = len(data["indptr"]) - 1, int(data["places"].sum())
        table = np.zeros(shape)
        table[rows, columns] = fit + 100_000
        of, to = linear_sum_assignment(table, maximize=True)
        got = table[of, to]
        return int((got[got > 0] - 100_000).sum())

    took(call)


def highs(data):
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    def call():
        pairs, mentees = len(data["mentor"]), len(data["indptr"]) - 1
        mentee = np.repeat(np.arange(mentees), np.diff(data["indptr"]))
        where = (
            np.concatenate([mentee, mentees + data["mentor"]]),
            np.tile(np.arange(pairs), 2),
        )
        limits = coo_array((np.ones(2 * pairs), where)).tocsr()
        room = np.concatenate([np.ones(mentees), data["places"]])
        worth = data["fit"] + 100_000
        found = linprog(-worth, A_ub=limits, b_ub=room, bounds=(0, 1))
        return int(np.rint(found.x @ data["fit"]))

    took(call)


def lemon(data):
    import pylmcf

    def call():
        mentees, mentors = len(data["indptr"]) - 1, len(data["places"])
        mentee = np.repeat(np.arange(mentees), np.diff(data["indptr"]))
        sink = mentees + mentors
        tail = np.concatenate([mentee, np.arange(mentees), np.arange(mentors) + mentees])
        head = np.concatenate([data["mentor"] + mentees, np.full(mentees + mentors, sink)])
        cost = np.concatenate(
            [1000 - data["fit"], np.full(mentees, 1_000_000), np.zeros(mentors, int)]
        )
        room = np.concatenate([np.ones(len(data["mentor"]) + mentees, int), data["places"]]).astype(
            np.int64
        )
        supply = np.zeros(sink + 1, np.int64)
        supply[:mentees], supply[sink] = 1, -mentees
        order = np.lexsort((head, tail))
        graph = pylmcf.Graph(sink + 1, tail[order], head[order])
        graph.set_node_supply(supply)
        graph.set_edge_capacities(room[order])
        graph.set_edge_costs(cost[order].astype(np.int64))
        graph.solve()
        flow = graph.result()
        placed = flow[
            (np.asarray(graph.edge_starts()) < mentees) & (np.asarray(graph.edge_ends()) < sink)
        ].sum()
        return int(1000 * placed + 1_000_000 * (mentees - placed) - graph.total_cost())

    took(call)


def main():
    task = globals()[sys.argv[1].replace("-", "_")]
    if sys.argv[1].startswith("matching"):
        # Its copies go deeper than Python allows by default.
        sys.setrecursionlimit(10**7)
        threading.stack_size(DEEP)
    thread = threading.Thread(target=task, args=(market(sys.argv[2]),))
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
