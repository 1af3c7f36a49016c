"""Files that a user names: checked before the work, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from amity.errors import UsageError


def target(path: Path, option: str = "--out") -> Path:
    """Where to write, checked before the work starts; the file a link points at.

    Raises:
        UsageError: It is a folder, in no folder, or may not be written.
    """
    try:
        path = Path(os.path.realpath(path)) if path.is_symlink() else path
        if path.is_dir():
            raise UsageError(f"{path} is a folder. Name a file in it: {option} {path / 'NAME'}.")
        folder = path.parent
        if not folder.is_dir():
            raise UsageError(f"There is no folder {folder}. Create it, or choose another file with {option} FILE.")
        if not os.access(path if path.exists() else folder, os.W_OK):
            raise PermissionError(13, "no permission")
    except (OSError, ValueError) as error:
        raise UsageError(_unwritable(path, error, option)) from error
    return path


def write(path: Path, content: str | bytes, option: str = "--out") -> None:
    """Write the whole file or leave the old one; a device or pipe is written to, not replaced.

    Raises:
        UsageError: The file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise UsageError(_unwritable(path, error, option)) from error


def _unwritable(path: Path, error: Exception, option: str) -> str:
    why = getattr(error, "strerror", None) or str(error)
    return f"{path} cannot be written ({why}). Choose another file with {option} FILE."
