"""The studio of one port, put together."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from lingtu.api.guarded import Guarded
from lingtu.api.intake import Intake
from lingtu.api.room import Room
from lingtu.api.studio.apps import AppDesk
from lingtu.api.studio.door import Door
from lingtu.api.studio.fleet import FleetDesk
from lingtu.api.studio.gallery import GalleryDesk
from lingtu.api.studio.jobs import StudioJobs
from lingtu.api.studio.page import page_routes
from lingtu.api.studio.pictures import Pictures
from lingtu.api.studio.signin import SignIn
from lingtu.api.submit import Submitter
from lingtu.api.uploads import UploadDesk
from lingtu.apps.rate import CallRate
from lingtu.apps.sessions import Role
from lingtu.fetching.client import Fetcher
from lingtu.jobs.figures import Figures
from lingtu.jobs.pages import JobPages
from lingtu.jobs.position import QueuePosition
from lingtu.services import Services


def studio_routes(services: Services, fetcher: Fetcher, role: Role) -> list[BaseRoute]:
    """Everything below /studio: for designers on the API's port, for operators, with their pages, on the admin port."""
    if not services.settings.studio:
        return []
    door = Door(services, role)
    rate = CallRate(services.pool)
    intake = Intake(services.apps, services.storage, services.shelf, services.links, fetcher)
    room = Room(services.apps, services.settings.queue_limit)
    submitter = Submitter(services.submissions, services.storage, services.shelf, intake, room)
    jobs = StudioJobs(door, submitter, rate, JobPages(services.pool), QueuePosition(services.jobs))
    pictures = Pictures(door, jobs, UploadDesk(services.apps, services.storage), rate)
    routes = [*page_routes(), *SignIn(door).routes(), *pictures.routes(), *jobs.routes()]
    if role == "admin":
        fleet = FleetDesk(door, Figures(services.pool))
        routes += [*AppDesk(door).routes(), *fleet.routes(), *GalleryDesk(door).routes()]
    # a redirect of the router's own would be made of the Host header
    return [
        Route("/studio", _add_slash),
        Mount("/studio", app=Guarded(Router(routes, redirect_slashes=False))),
    ]


async def _add_slash(_: Request) -> Response:
    return Response(status_code=307, headers={"location": "studio/"})
