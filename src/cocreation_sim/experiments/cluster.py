"""Playing an experiment on a cluster, through Dask."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, Final

from cocreation_sim.errors import InputError

WAIT: Final = 15.0  # seconds for a scheduler to answer
LOGGERS: Final = ("distributed", "distributed.client", "tornado.application")
RETRIES: Final = 5  # of a batch whose worker has died


@contextmanager
def dask_executor(address: str, wait: float = WAIT) -> Iterator[Executor]:
    """An executor that plays on the workers of a Dask scheduler.

    A worker that dies loses nothing but time: what it was playing is played by another.

    Parameters
    ----------
    address
        Address of the scheduler, such as "tcp://10.0.0.1:8786", or "local" for a cluster of
        processes on this machine.
    wait
        Seconds to wait for the scheduler to answer.

    Raises
    ------
    InputError
        If Dask is not installed, or no scheduler answers there.

    Examples
    --------
    >>> executor = dask_executor("tcp://10.0.0.1:8786")  # asked for when the block begins

    For a cluster run by SLURM, let dask-jobqueue start the workers::

        from dask_jobqueue import SLURMCluster

        cluster = SLURMCluster(cores=16, memory="16GB", walltime="02:00:00")
        cluster.scale(jobs=20)
        with dask_executor(cluster.scheduler_address) as executor:
            cs.sweep("ordinary", levers, executor=executor, store="results/prizes")
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise InputError(
            "Dask is not installed; install the package with its extra: cocreation-sim[cluster]"
        ) from error
    cluster: Any = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a dashboard's port that is taken does not matter
        try:
            if address == "local":
                cluster = LocalCluster(threads_per_worker=1, dashboard_address=None)
            client = Client(cluster or address, timeout=wait, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            if cluster is not None:
                cluster.close()
            raise InputError(
                f"no Dask scheduler answers at {address!r} ({type(error).__name__}); start one "
                "with `dask scheduler`, or give 'local' for this machine"
            ) from error
    with _quiet():
        try:
            yield client.get_executor(pure=False, retries=RETRIES)
        finally:
            client.close()
            if cluster is not None:
                cluster.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask logs tracebacks where a scheduler has died; who plays says it in a sentence."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
