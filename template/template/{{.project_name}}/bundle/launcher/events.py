"""What the notebook's own thread is told by others while a stage runs."""

import queue
from concurrent.futures import Future

#: A line of the child's, a question for a token, or None at the end of the child's output.
Event = str | Future[str] | None
Events = queue.SimpleQueue[Event]
