"""Long sweeps: seeded chunks of work that can be stopped, resumed and shared.

| module | subject |
|---|---|
| `running` | the sweep itself, on local processes or a given executor |
| `worker` | what a worker process does, with little to import |
| `chunk_store` | finished chunks on disk |
| `progress` | how far a sweep has come |
"""
