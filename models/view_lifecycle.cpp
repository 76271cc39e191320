#include "models/view_lifecycle.hpp"

namespace lastseen::models {

void ViewLifecycle::submit(UserId user, std::uint32_t job) {
  const auto& view = context_.settings.view;
  const bool owns_connection = context_.settings.connection.owner == ConnectionOwner::view;
  const sim::RecordId cause =
      context_.write(Role::view, user, Kind::submitted, job_subject(user, job), sim::no_record);

  context_.after(view.dismiss_delay, [this, user, job, cause] {
    context_.write(Role::view, user, Kind::form_dismissed, job_subject(user, job), cause);
  });
  context_.after(view.init_delay, [this, user, job, cause, owns_connection] {
    const sim::RecordId opened =
        context_.write(Role::view, user, Kind::view_opened, job_subject(user, job), cause);
    if (!owns_connection) return;
    connection_dropped(user, opened);
    const auto& delays = context_.settings.view;
    context_.after(delays.connect_delay - delays.init_delay,
                   [this, user, opened] { connection_wanted(user, opened); });
  });
  job_saved(user, job, cause);
  submitted(user, cause);
}

}  // namespace lastseen::models
