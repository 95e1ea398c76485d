from django.urls import path

from conduct_records.views import gaps, paper, posters, reading, rounds, search

app_name = "conduct_records"
urlpatterns = [
    path("codebook/", reading.codebook, name="codebook"),
    path("codebook/sign/", reading.sign, name="sign"),
    path("codebook/signatures/<int:pk>/scan/", paper.scan, name="scan"),
    path("desk/codebook/", gaps.gap_list, name="gaps"),
    path("desk/codebook/gaps.xlsx", gaps.xlsx, name="gaps-xlsx"),
    path("desk/codebook/gaps.csv", gaps.csv, name="gaps-csv"),
    path("desk/codebook/people/<int:pk>/", gaps.signer, name="signer"),
    path("desk/codebook/people/<int:pk>/paper/", paper.enter, name="enter-paper"),
    path("desk/codebook/ask/", rounds.ask, name="ask"),
    path("desk/codebook/rounds/<uuid:pk>/", rounds.progress, name="round"),
    path("desk/codebook/remind/", rounds.remind, name="remind"),
    path("codebook/search/", search.search, name="search"),
    path("desk/codebook/search/", search.desk_search, name="desk-search"),
    path("desk/codebook/posters/", posters.posters, name="posters"),
    path(
        "desk/codebook/posters/<slug:audience>/<slug:language>/<slug:layout>.pdf",
        posters.poster,
        name="poster",
    ),
]
