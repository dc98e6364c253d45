"""The faults of a base used without the sessions that translate them by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from almapy.db.faults import translate


@contextmanager
def base_faults() -> Iterator[None]:
    """Say in French what either engine complains of, also outside a session."""
    try:
        yield
    except sqlcipher.Error as error:
        french = translate(DBAPIError(None, None, error))
        raise french or error from error
    except SQLAlchemyError as error:
        french = translate(error)
        if french is None:
            raise
        raise french from error
