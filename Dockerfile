# Amanah, web server and worker. Everything it owns is in the volume /home/amanah/home.
FROM python:3.11-slim AS build
WORKDIR /opt/amanah
COPY requirements/base.txt requirements/
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY . .
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 amanah \
    && install -d -o amanah -m 700 /home/amanah/home
COPY --from=build /opt/amanah/.venv /opt/amanah/.venv
ENV PATH=/opt/amanah/.venv/bin:$PATH AMANAH_HOME=/home/amanah/home PYTHONUNBUFFERED=1
USER amanah
VOLUME /home/amanah/home
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["amanah"]
CMD ["serve", "--host", "0.0.0.0", "--with-worker"]
