"""The forms in which figures come: a module each, which names its forms in `FORMS`."""

from importlib import import_module
from pkgutil import iter_modules

from publishing.intake.forms.model import Form, Known, Reading

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
FORMS: dict[str, Form] = {
    form.name: form for module in _MODULES for form in getattr(module, "FORMS", ())
}

__all__ = ["FORMS", "Form", "Known", "Reading"]
