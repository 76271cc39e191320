#include <lastseen/models/world.hpp>

#include <lastseen/models/app_timer.hpp>
#include <lastseen/models/messages.hpp>

namespace lastseen::models {

World::World(const Settings& settings, const sim::Chance& chance)
    : settings_(settings), chance_(chance), simulation_(own_simulation_.emplace()) {
  begin();
}

World::World(const Settings& settings, const sim::Chance& chance, sim::Simulation& again)
    : settings_(settings), chance_(chance), simulation_(again) {
  again.reset();
  begin();
}

void World::begin() {
  if (fault_origins_) trace_.add(*fault_origins_);
  wire_phone();
  wire_server();
  wire_between();
  schedule_users();
}

void World::wire_phone() {
  view_.job_saved.connect<&Outbox::save>(outbox_);
  view_.submitted.connect<&World::job_submitted>(*this);
  view_.connection_dropped.connect<&Supervision::close>(supervision_);
  view_.connection_wanted.connect<&Supervision::open>(supervision_);

  outbox_.send.connect<&NetworkPath::send>(network_);
  outbox_.belief.connect<&Supervision::belief>(supervision_);
  network_.on(PacketKind::upload_reply).connect<&Outbox::reply_arrived>(outbox_);

  supervision_.send.connect<&NetworkPath::send>(network_);
  supervision_.socket_opened.connect<&Heartbeat::start>(heartbeat_);
  supervision_.socket_closed.connect<&Heartbeat::stop>(heartbeat_);
  supervision_.connected.connect<&World::phone_connected>(*this);
  supervision_.failed.connect<&Polling::connection_failed>(polling_);
  supervision_.notified.connect<&World::notification_shown>(*this);
  supervision_.pushed.connect<&World::push_shown>(*this);
  network_.phone_gave_up.connect<&Supervision::gave_up>(supervision_);
  network_.on(PacketKind::upgrade_reply).connect<&Supervision::upgrade_confirmed>(supervision_);
  network_.on(PacketKind::upgrade_refusal).connect<&Supervision::upgrade_refused>(supervision_);
  network_.on(PacketKind::server_close).connect<&Supervision::server_closed>(supervision_);
  network_.on(PacketKind::status_reply).connect<&Supervision::status_arrived>(supervision_);
  network_.on(PacketKind::notification).connect<&Supervision::notification_arrived>(supervision_);

  heartbeat_.send.connect<&NetworkPath::send>(network_);
  heartbeat_.heard.connect<&Supervision::heard>(supervision_);
  heartbeat_.pong_missed.connect<&Supervision::pong_missed>(supervision_);
  network_.on(PacketKind::server_ping).connect<&Heartbeat::server_ping_arrived>(heartbeat_);
  network_.on(PacketKind::pong).connect<&Heartbeat::pong_arrived>(heartbeat_);

  polling_.send.connect<&NetworkPath::send>(network_);
  polling_.belief.connect<&Supervision::belief>(supervision_);
  polling_.fetched.connect<&World::jobs_fetched>(*this);
  polling_.all_seen.connect<&Screen::all_seen>(screen_);
  network_.on(PacketKind::poll_reply).connect<&Polling::reply_arrived>(polling_);
}

void World::wire_server() {
  network_.on(PacketKind::upload).connect<&Api::upload_arrived>(api_);
  network_.on(PacketKind::poll).connect<&Api::poll_arrived>(api_);
  network_.on(PacketKind::status_request).connect<&Api::status_asked>(api_);
  api_.send.connect<&NetworkPath::send>(network_);
  api_.available.connect<&Servers::available>(servers_);
  network_.server_available.connect<&Servers::available>(servers_);
  api_.is_registered.connect<&Registry::is_registered>(registry_);
  api_.accepted.connect<&Dispatcher::accept>(dispatcher_);

  network_.on(PacketKind::upgrade).connect<&Gateway::upgrade_arrived>(gateway_);
  network_.on(PacketKind::ping).connect<&Gateway::ping_arrived>(gateway_);
  network_.on(PacketKind::client_pong).connect<&Gateway::pong_arrived>(gateway_);
  network_.on(PacketKind::client_close).connect<&Gateway::client_close_arrived>(gateway_);
  network_.server_gave_up.connect<&Gateway::gave_up>(gateway_);
  gateway_.send.connect<&NetworkPath::send>(network_);
  gateway_.cut.connect<&NetworkPath::cut>(network_);
  gateway_.route.connect<&Servers::for_connection>(servers_);
  gateway_.is_up.connect<&Servers::is_up>(servers_);
  gateway_.opened.connect<&Registry::connection_opened>(registry_);
  gateway_.closed.connect<&Registry::connection_closed>(registry_);
  gateway_.heard.connect<&Registry::heard>(registry_);
  gateway_.ping_received.connect<&PingHandler::ping_received>(ping_handler_);

  ping_handler_.write.connect<&Gateway::write>(gateway_);
  ping_handler_.handled.connect<&Gateway::ping_handled>(gateway_);
  ping_handler_.close.connect<&Gateway::close>(gateway_);
  ping_handler_.heard.connect<&Registry::heard>(registry_);
  ping_handler_.knows.connect<&Registry::knows>(registry_);
  ping_handler_.re_register.connect<&Registry::re_register>(registry_);
  registry_.evicted.connect<&Gateway::close>(gateway_);
  registry_.registered.connect<&Notifier::registered>(notifier_);

  dispatcher_.dispatch.connect<&Worker::process>(worker_);
  worker_.done.connect<&Api::job_done>(api_);
  worker_.notify.connect<&Notifier::job_done>(notifier_);
  notifier_.route.connect<&Servers::for_job>(servers_);
  notifier_.check.connect<&Registry::check>(registry_);
  notifier_.write.connect<&Gateway::write>(gateway_);
  servers_.stopped.connect<&World::instance_stopped>(*this);
}

void World::wire_between() {
  network_.frame_passed.connect<&Proxy::frame_passed>(proxy_);
  network_.connection_ended.connect<&Proxy::connection_ended>(proxy_);
  proxy_.drop.connect<&NetworkPath::cut>(network_);
  proxy_.tell_server.connect<&Gateway::gave_up>(gateway_);
  proxy_.tell_phone.connect<&Supervision::told_of_end>(supervision_);
  app_.socket_taken.connect<&World::socket_taken>(*this);
  app_.resumed.connect<&Supervision::resumed>(supervision_);
  notifier_.push_arrived.connect<&Supervision::push_arrived>(supervision_);

  faults_.background.connect<&AppLifecycle::background>(app_);
  faults_.begin_outage.connect<&NetworkPath::begin_outage>(network_);
  faults_.kill_connection.connect<&NetworkPath::kill>(network_);
  faults_.restart.connect<&Servers::restart>(servers_);
  faults_.rolling_restart.connect<&Servers::rolling_restart>(servers_);
  faults_.shift_server_clock.connect<&Registry::shift_clock>(registry_);
}

void World::schedule_users() {
  registry_.start();
  servers_.start();
  app_.start();
  faults_.start();
  std::vector<Distribution> submission_times;
  for (const SubmissionTime& at : settings_.jobs.at) {
    submission_times.push_back(at.in(settings_.session.duration));
  }
  for (UserId user = 0; user < settings_.session.users; ++user) {
    if (const auto& opens_at = settings_.connection.opens_at) {
      set_app_timer(
          context_, user, sim::run_start + chance_.draw(label(user, Purpose::opening_time), *opens_at),
          nullptr, [=] { return event(Role::view, user, Timer::app_start, {.owner = user}); },
          [this, user] { supervision_.open(user, Root(RootKind::app_start), sim::no_record); });
    }
    for (std::uint32_t job = 1; job <= settings_.jobs.count; ++job) {
      const Duration instant = chance_.draw(label(user, Purpose::submission_time, of_job(job)),
                                            submission_times[submission_times.size() == 1 ? 0 : job - 1]);
      context_.schedule(
          sim::run_start + instant, context_.timer_priority,
          [=] { return event(Role::view, user, Timer::submission, job_subject(user, job)); },
          [this, user, job] { view_.submit(user, job); });
    }
  }
}

void World::run() {
  const sim::Instant end = sim::run_start + settings_.session.duration;
  const sim::Instant last = end + settings_.session.drain;
  run_until(end);
  // A poll may show a job while its notification is still under way, or kept: that one is waited for as well.
  const auto settled = [&] {
    return screen_.unseen() == 0 && network_.notifications_in_flight() == 0 && notifier_.pending() == 0;
  };
  while (!settled() && simulation_.next_time() <= last) step();
}

void World::run_until(sim::Instant instant) {
  if (names_) {
    while (simulation_.next_time() <= instant) step();
  }
  simulation_.run_until(instant);
}

bool World::step() {
  if (!names_) return simulation_.step();
  return simulation_.step_choosing([this](const std::vector<sim::EventHandle>& due) {
    return names_->choose(simulation_.next_time(), due);
  });
}

void World::phone_connected(UserId user, sim::RecordId cause) {
  outbox_.connected(user, cause);
  polling_.connected(user, cause);
}

void World::push_shown(UserId user, std::uint32_t job, sim::RecordId cause) {
  screen_.show(user, job, cause);
  polling_.pushed(user, cause);
}

void World::socket_taken(UserId user, sim::RecordId cause) {
  network_.take(user, cause);
  supervision_.socket_taken(user, cause);
}

void World::instance_stopped(std::uint32_t instance, bool graceful, sim::RecordId cause) {
  gateway_.stop(instance, graceful, cause);
  registry_.stop(instance, cause);
}

void World::job_submitted(UserId user, std::uint32_t job, sim::RecordId cause) {
  screen_.job_submitted(user);
  polling_.job_submitted(user, job, cause);
}

bool World::jobs_fetched(UserId user, std::uint32_t told, std::uint32_t done, sim::RecordId cause) {
  bool is_news = false;
  for (std::uint32_t index = told; index < done; ++index) {
    is_news |= screen_.show(user, api_.done_job(user, index), cause);
  }
  return is_news;
}

void World::notification_shown(UserId user, std::uint32_t job, sim::RecordId cause) {
  screen_.show(user, job, cause);
  polling_.notified(user, cause);
}

}  // namespace lastseen::models
