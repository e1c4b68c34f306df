from django.urls import path

from amanah.home import privacy, views

app_name = "home"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("today/", views.today, name="today"),
    path("today/put-away/", views.put_away, name="put_away"),
    path("staff/<slug:slug>/", views.institution, name="institution"),
    path("privacy/", privacy.who_can_see, name="privacy"),
    path("staff/<uuid:pk>/acts/", privacy.acts_of_staff, name="acts_of_staff"),
    path("guarantees/<slug:slug>/", views.guarantees, name="guarantees"),
    path("how-this-works/", views.how_it_works, name="how_it_works"),
]
