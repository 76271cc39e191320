#include <lastseen/models/worker.hpp>

namespace lastseen::models {

void Worker::process(UserId user, std::uint32_t job, sim::RecordId cause) {
  const auto count = context_.settings.worker.count;
  if (count && busy_ == *count) {
    queue_.push_back({user, job, cause});
    return;
  }
  ++busy_;
  start({user, job, cause});
}

void Worker::start(const Job& job) {
  const sim::RecordId started = context_.write(Role::worker, worker_pool, Kind::processing_started,
                                               job_subject(job.user, job.number), job.cause);
  const Duration time = context_.chance.draw(label(job.user, Purpose::processing_time, of_job(job.number)),
                                             context_.settings.worker.processing_time);
  context_.after(
      time,
      [=] { return event(Role::worker, worker_pool, Timer::processing, job_subject(job.user, job.number)); },
      [this, user = job.user, number = job.number, started] { finish(user, number, started); });
}

void Worker::finish(UserId user, std::uint32_t job, sim::RecordId cause) {
  const bool failed = context_.chance.happens(label(user, Purpose::processing_failure, of_job(job)),
                                              context_.settings.worker.failure_probability);
  const sim::RecordId finished =
      context_.write(Role::worker, worker_pool, failed ? Kind::processing_failed : Kind::processing_completed,
                     job_subject(user, job), cause);
  done(user, job);
  notify(user, job, finished);
  if (queue_.empty()) {
    --busy_;
    return;
  }
  const Job next = queue_.front();
  queue_.pop_front();
  // An event of its own, so that a queue of jobs that take no time is no recursion.
  context_.schedule(
      Duration::zero(), context_.timer_priority,
      [=] { return event(Role::worker, worker_pool, Timer::next_job, job_subject(next.user, next.number)); },
      [this, next] { start(next); });
}

}  // namespace lastseen::models
