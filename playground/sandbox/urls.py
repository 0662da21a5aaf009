"""Addresses of the sandbox's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
