"""Tests that the servers which other tests rely on are the real ones, and reachable from here only."""

import socket
import subprocess
from urllib.parse import urlsplit

import psycopg2
import redis


def test_postgresql_holds_an_empty_database_of_our_own(postgres_database):
    with psycopg2.connect(postgres_database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        assert cursor.fetchone() == (0,)


def test_postgresql_listens_on_the_loopback_address_only(postgres_url):
    with psycopg2.connect(postgres_url) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("127.0.0.1",)


def test_redis_keeps_what_it_is_given(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        client.set("greeting", "hello")
        assert client.get("greeting") == b"hello"


def test_redis_listens_on_the_loopback_address_only(redis_url):
    with socket.socket(socket.AF_INET6) as probe:
        assert probe.connect_ex(("::1", urlsplit(redis_url).port or 0)) != 0


def test_chromium_runs_and_says_what_it_is(chromium_path):
    version = subprocess.check_output([chromium_path, "--version", "--no-sandbox"], text=True)
    assert "Chrom" in version


def test_sshd_listens_on_the_loopback_address_only(sftp_server):
    with socket.socket(socket.AF_INET6) as probe:
        assert probe.connect_ex(("::1", sftp_server.port)) != 0


def test_sshd_is_openssh(sftp_server):
    with socket.create_connection(("127.0.0.1", sftp_server.port), timeout=10) as session:
        assert session.recv(64).startswith(b"SSH-2.0-OpenSSH")
