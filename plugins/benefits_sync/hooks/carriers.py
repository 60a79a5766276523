"""Leads to a carrier's inbox of test or of production, over the way that its profile names."""

from benefits_sync.clients.carriers.api_dropbox import ApiDropbox
from benefits_sync.clients.carriers.dropbox import CarrierDropbox
from benefits_sync.clients.carriers.sftp_dropbox import SftpDropbox
from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.carrier_http import CarrierHTTPHook
from benefits_sync.hooks.carrier_sftp import CarrierSFTPHook
from benefits_sync.hooks.settings import host_of
from benefits_sync.mapping.carriers.delivery import Delivery
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carriers import Usage


def carrier_dropbox(profile: CarrierProfile, usage: Usage) -> CarrierDropbox:
    """Return the inbox and outbox of a carrier's one side.

    Nothing is connected yet. The side decides which of the profile's two connections is used, and the dropbox
    refuses files of the other side.

    Raises:
        ConnectionSettingsError: The connection does not exist, or lacks a field; or both connections lead to
            the same place, so that a test would be loaded as production.
    """
    delivery = profile.delivery
    conn_id = _connection_of(delivery, usage)
    here = _place(profile.name, delivery, usage)
    if here == _other_place(profile.name, delivery, usage):
        raise ConnectionSettingsError(
            f"connection {conn_id}: leads to the same place as the other connection of {profile.name}, so "
            "that tests would be loaded as production; correct the one of both that is wrong"
        )
    if delivery.http is not None:
        return ApiDropbox(profile.name, delivery.http, usage, CarrierHTTPHook(conn_id).access())
    if delivery.sftp is None:
        raise ConnectionSettingsError(f"{profile.name}: its profile names no way of delivery")
    return SftpDropbox(
        profile.name,
        delivery.sftp,
        usage,
        CarrierSFTPHook(conn_id, profile.name).session,
        answers=profile.answers.directory,
    )


def carrier_host(profile: CarrierProfile, usage: Usage) -> str:
    """Return the host that files of a carrier's one side go to.

    Raises:
        ConnectionSettingsError: The connection does not exist, or lacks a field.
    """
    conn_id = _connection_of(profile.delivery, usage)
    if profile.delivery.sftp is not None:
        return CarrierSFTPHook(conn_id, profile.name).place[0]
    return host_of(CarrierHTTPHook(conn_id).access().base_url)


def _connection_of(delivery: Delivery, usage: Usage) -> str:
    connections = delivery.connections
    return connections.test if usage is Usage.TEST else connections.production


def _place(carrier: str, delivery: Delivery, usage: Usage) -> tuple[str, ...]:
    conn_id = _connection_of(delivery, usage)
    if delivery.sftp is None:
        return CarrierHTTPHook(conn_id).place
    directory = delivery.sftp.directory_of(test=usage is Usage.TEST)
    return *CarrierSFTPHook(conn_id, carrier).place, directory


def _other_place(carrier: str, delivery: Delivery, usage: Usage) -> tuple[str, ...] | None:
    other = Usage.PRODUCTION if usage is Usage.TEST else Usage.TEST
    try:
        return _place(carrier, delivery, other)
    except ConnectionSettingsError:
        return None  # what cannot be used cannot be mistaken either
