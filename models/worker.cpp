#include "models/worker.hpp"

namespace lastseen::models {

void Worker::process(UserId user, std::uint32_t job, sim::RecordId cause) {
  const sim::RecordId started =
      context_.write(Role::worker, the_instance, Kind::processing_started, job_subject(user, job), cause);
  const Duration time = context_.chance.draw(label(user, Purpose::processing_time, job),
                                             context_.settings.worker.processing_time);
  context_.after(time, [this, user, job, started] { finish(user, job, started); });
}

void Worker::finish(UserId user, std::uint32_t job, sim::RecordId cause) {
  const bool failed = context_.chance.happens(label(user, Purpose::processing_failure, job),
                                              context_.settings.worker.failure_probability);
  const sim::RecordId finished = context_.write(Role::worker, the_instance,
                                                failed ? Kind::processing_failed : Kind::processing_completed,
                                                job_subject(user, job), cause);
  done(user, job);
  notify(user, job, finished);
}

}  // namespace lastseen::models
