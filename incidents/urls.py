from django.urls import path

from . import playbook_views, situation_views

situations = [
    path("", situation_views.situation_list, name="list"),
    path("<slug:slug>/", situation_views.situation_detail, name="detail"),
]

playbooks = [
    path("", playbook_views.playbook_list, name="list"),
    path("<slug:slug>/", playbook_views.playbook_detail, name="detail"),
    path("<slug:slug>/cacao.json", playbook_views.playbook_cacao, name="cacao"),
]
