from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("wiki.feeds.urls")),
    path("", include("wiki.web.urls")),
]

handler400 = "wiki.web.errors.bad_request"
handler403 = "wiki.web.errors.permission_denied"
handler404 = "wiki.web.errors.not_found"
handler500 = "wiki.web.errors.server_error"
