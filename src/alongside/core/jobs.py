"""Housekeeping of the job queue itself: jobs of dead workers run again, finished ones are forgotten."""

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

KEEP_FINISHED_JOBS_HOURS = 14 * 24


@app.periodic(cron="* * * * *")
@app.task(queue="housekeeping", queueing_lock="retry-stalled-jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Run again what a killed worker left half done (every job may run twice without harm)."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="20 3 * * *")
@app.task(queue="housekeeping", queueing_lock="forget-finished-jobs", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended two weeks ago."""
    await builtin_tasks.remove_old_jobs(context, max_hours=KEEP_FINISHED_JOBS_HOURS, remove_failed=True)
