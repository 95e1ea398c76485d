from typing import Any

from django.db.models import QuerySet

from lms.people.actions.save_post import save_post
from lms.people.actions.save_post_group import save_post_group
from lms.people.admin.generic import ActionViewSet, ReachedEditView, ReachedIndexView
from lms.people.forms.company import PostForm, PostGroupForm
from lms.people.models import Post, PostGroup
from lms.people.queries import posts_in_order
from lms.ui.admin_actions import CreateByAction


class PostIndexView(ReachedIndexView):
    def get_base_queryset(self) -> QuerySet[Post]:
        return posts_in_order()


class PostCreateView(CreateByAction):
    def write(self, values: dict[str, Any]) -> Post:
        return save_post(actor=self.request.user, **values)


class PostEditView(ReachedEditView):
    def write(self, values: dict[str, Any]) -> Post:
        return save_post(actor=self.request.user, post=self.object, **values)


class PostViewSet(ActionViewSet):
    """Posts belong to the whole company, so no unit limits them."""

    model = Post
    name = "people_posts"
    url_prefix = "people/posts"
    icon = "clipboard-list"
    ordering = ["group__position", "position", "code"]
    index_view_class = PostIndexView
    add_view_class = PostCreateView
    edit_view_class = PostEditView
    form_class = PostForm
    list_display = ["name", "group", "standing", "code"]
    list_filter = ["group", "standing"]
    search_fields = ["name", "name_en", "code"]


class PostGroupCreateView(CreateByAction):
    def write(self, values: dict[str, Any]) -> PostGroup:
        return save_post_group(actor=self.request.user, **values)


class PostGroupEditView(ReachedEditView):
    def write(self, values: dict[str, Any]) -> PostGroup:
        return save_post_group(actor=self.request.user, group=self.object, **values)


class PostGroupViewSet(ActionViewSet):
    model = PostGroup
    name = "people_post_groups"
    url_prefix = "people/post-groups"
    icon = "list-ul"
    ordering = ["position", "code"]
    add_view_class = PostGroupCreateView
    edit_view_class = PostGroupEditView
    form_class = PostGroupForm
    list_display = ["name", "name_en", "code"]
