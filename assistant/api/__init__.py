"""The interfaces for programs: REST, OpenAI-compatible, MCP, health and metrics, behind one gate.

::

    service = Service(settings, opened=lambda: assistant)     # None until it is open
    api = create_api(service)
    app = FastAPI(lifespan=api.lifespan)
    app.router.routes.append(api)                             # takes its own paths and no others
    app.add_middleware(KnownHosts, hosts=Hosts(settings))     # before everything, whoever answers it

All routes live in one inner application that is reached through :class:`assistant.api.gate.Gate` alone: what limits, keys and counts
requests cannot be walked around. A further resource is a module with a ``router(service)``, named in ``application.RESOURCES``.
"""

from assistant.api.application import Api, create_api
from assistant.api.hosts import Hosts, KnownHosts, is_open_to_others
from assistant.api.refusals import Refusal
from assistant.api.service import Service

__all__ = ["Api", "Hosts", "KnownHosts", "Refusal", "Service", "create_api", "is_open_to_others"]
