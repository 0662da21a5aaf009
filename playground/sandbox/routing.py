"""Sockets of the sandbox."""

from django.urls import URLPattern

websocket_urlpatterns: list[URLPattern] = []
