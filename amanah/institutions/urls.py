from django.urls import path

from amanah.institutions import views

app_name = "institutions"
urlpatterns = [
    path("", views.staff, name="staff"),
    path("<slug:slug>/settings/", views.settings, name="settings"),
    path("<slug:slug>/appointments/", views.appointments, name="appointments"),
    path("<slug:slug>/appointments/<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("<slug:slug>/appointments/<uuid:pk>/end/", views.end, name="end"),
]
