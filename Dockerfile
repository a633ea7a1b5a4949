# Two stages: what only building needs stays behind. The server runs as a user who may write nothing but var/.

FROM python:3.13-slim AS build
WORKDIR /srv/seco
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --only-binary :all: -r requirements.txt
COPY manage.py gunicorn.conf.py ./
COPY revisions revisions
COPY contacts contacts
COPY incidents incidents
COPY roadmap roadmap
COPY seco seco
COPY content content
COPY locale locale
COPY static static
COPY templates templates
# The key is used for nothing but loading the settings, and stays in this stage.
RUN export SECO_ENV=production SECRET_KEY=only-while-building-and-never-at-work-000000000000000 ALLOWED_HOSTS=localhost \
        DATABASE_URL=sqlite://:memory: STATIC_ROOT=/srv/seco/collected \
    && python manage.py messages --compile \
    && python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
WORKDIR /srv/seco
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SECO_ENV=production \
    BIND_ADDRESS=0.0.0.0 \
    STATIC_ROOT=/srv/seco/collected
RUN useradd --system --uid 10001 --home-dir /srv/seco --no-create-home --shell /usr/sbin/nologin seco \
    && mkdir var && chown seco var
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/seco /srv/seco
USER seco
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-m", "seco.alive"]
CMD ["gunicorn", "seco.wsgi", "--no-control-socket"]
