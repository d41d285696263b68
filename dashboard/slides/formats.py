"""The forms in which a choice of slides leaves."""

FORMS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
PAGE = "page"  # what a server shows in place of a file
