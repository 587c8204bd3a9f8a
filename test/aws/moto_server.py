"""
Starts moto's server as `python3 -m moto.server` does, and adds two things:

- Users have permissions boundaries; moto knows those of roles only.
- IAM can be told what its clock shows, and which ID the next access key gets, so that an account can be what a trail
  tells of: POST /keytrail/next with {"time": "2026-03-13T19:45:31Z", "accessKeyId": "AKIA…"}; both may be left out.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

import moto.server
from moto.core.responses import ActionResult, EmptyResult
from moto.iam import models
from moto.iam.responses import IamResponse

shift = timedelta(0)
next_ids: list[str] = []
real_now = models.utcnow
real_id = models.generate_access_key_id_from_account_id


def now() -> datetime:
    return real_now() + shift


def key_id(account_id: str, prefix: str, total_length: int = 20) -> str:
    if prefix == "AKIA" and next_ids:
        return next_ids.pop(0)
    return real_id(account_id, prefix=prefix, total_length=total_length)


models.utcnow = now
models.generate_access_key_id_from_account_id = key_id


def boundary_of(user: models.User) -> dict[str, str] | None:
    arn = getattr(user, "boundary", None)
    return arn and {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}


def put_boundary(self: IamResponse) -> ActionResult:
    self.backend.get_user(self._get_param("UserName")).boundary = self._get_param("PermissionsBoundary")
    return EmptyResult()


def delete_boundary(self: IamResponse) -> ActionResult:
    self.backend.get_user(self._get_param("UserName")).boundary = None
    return EmptyResult()


def create_user(self: IamResponse) -> ActionResult:
    result = real_create_user(self)
    put_boundary(self)
    return result


real_create_user = IamResponse.create_user
models.User.permissions_boundary = property(boundary_of)
IamResponse.put_user_permissions_boundary = put_boundary
IamResponse.delete_user_permissions_boundary = delete_boundary
IamResponse.create_user = create_user


class Server(moto.server.DomainDispatcherApplication):
    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/keytrail/next":
            return super().__call__(environ, start_response)
        global shift
        wish = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        if "time" in wish:
            at = datetime.fromisoformat(wish["time"].replace("Z", "+00:00"))
            shift = at.astimezone(timezone.utc).replace(tzinfo=None) - real_now()
        if "accessKeyId" in wish:
            next_ids.append(wish["accessKeyId"])
        start_response("200 OK", [("content-type", "application/json")])
        return [b"{}"]


moto.server.DomainDispatcherApplication = Server
moto.server.main()
