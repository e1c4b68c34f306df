/** How conversations look inside their own roots, beside what all sealed elements look like. */
export const RULES = `
.stack > :empty:not([role]), .stack > .stack:empty { display: none; }
.list { display: grid; gap: var(--space-2); }
.day { margin-block-start: var(--space-3); justify-self: center; color: var(--soft); font-size: var(--text-small); font-weight: 600; }
.day--new { justify-self: stretch; display: flex; align-items: center; gap: var(--space-2); color: var(--leaf); }
.day--new::before, .day--new::after { content: ""; flex: 1; border-block-start: 1.5px solid currentColor; }
.acts { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block-start: 0.15rem; }
.act, .link {
  border: 0; padding: 0; background: none; color: var(--leaf); cursor: pointer; font: inherit;
  text-decoration: underline; text-underline-offset: 0.2em; text-align: start;
}
.act { min-block-size: var(--touch); min-inline-size: var(--touch); padding-inline: 0.35rem; font-size: var(--text-small); }
.link { overflow-wrap: anywhere; }
.asked { margin-block: var(--space-1); white-space: normal; }
.host { font-weight: 700; overflow-wrap: anywhere; }
.word--changing { max-inline-size: none; justify-self: stretch; }
.search { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: end; }
.search .field { flex: 1 1 12rem; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`
