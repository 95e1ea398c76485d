"""Wagtail's settings."""

from lms.settings.environment import (
    BASE_URL,
    LANGUAGES,
    LOGIN_URL,
    PICTURE_MAX_MB,
    PICTURE_MAX_MEGAPIXELS,
)

WAGTAIL_SITE_NAME = "青檐学堂"
# Addresses are pinyin (`courses.rules.slugs`): they are read out, sent by message and printed.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# What trainers write is published by a reviewer (`courses.actions.set_up_review`).
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.actions.publish_approved.publish_approved"
WAGTAILADMIN_BASE_URL = BASE_URL
# Traditional readers get the Simplified text converted (`lms.ui.han`).
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "files.Picture"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "lms.files.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = PICTURE_MAX_MB * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = PICTURE_MAX_MEGAPIXELS * 1_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "files.Handout"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lms.files.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILMEDIA = {
    "MEDIA_MODEL": "files.Recording",
    "MEDIA_FORM_BASE": "lms.files.forms.RecordingForm",
    "AUDIO_EXTENSIONS": ["m4a", "mp3", "ogg", "wav"],
    "VIDEO_EXTENSIONS": ["m4v", "mp4", "webm"],
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "lms.search.backend", "SEARCH_CONFIG": "simple"}}
WAGTAILEMBEDS_FINDERS: list[dict] = []
