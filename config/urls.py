from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("wiki.feeds.urls")),
    path("", include("wiki.web.urls")),
]

handler400 = "wiki.web.frame.errors.bad_request"
handler403 = "wiki.web.frame.errors.permission_denied"
handler404 = "wiki.web.frame.errors.not_found"
handler500 = "wiki.web.frame.errors.server_error"
