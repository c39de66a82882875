"""Long sweeps: seeded chunks of work that can be stopped, resumed and shared.

| module | subject |
|---|---|
| `running` | the sweep itself, on local processes or a given executor |
| `worker` | what a worker process does, with little to import |
| `dask_engine` | the same on the workers of a Dask cluster |
| `chunk_store` | finished chunks on disk |
| `progress` | how far a sweep has come |
"""
