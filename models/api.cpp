#include <lastseen/models/api.hpp>

#include <lastseen/models/refusals.hpp>

namespace lastseen::models {

/// Does it after the handling time; records are of instance 0, since any will do.
template <class Action>
void Api::handle(const Packet& request, Action action) {
  if (!available()) {
    send(refusal_of(context_, request));
  } else {
    context_.after(
        context_.settings.rest.handling,
        [=] { return event(Role::api, 0, Timer::rest_handling, subject_of(request)); }, action);
  }
}

void Api::upload_arrived(Packet upload) {
  handle(upload, [this, upload] {
    auto& known = users_[upload.user].known;
    if (known.size() < upload.number) known.resize(upload.number);
    const bool is_new = !known[upload.number - 1];
    known[upload.number - 1] = true;
    const sim::RecordId handled =
        context_.write(Role::api, 0, is_new ? Kind::accepted : Kind::duplicate_ignored,
                       job_subject(upload.user, upload.number, upload.part), upload.cause);
    send({.kind = PacketKind::upload_reply,
          .copy = upload.copy,
          .user = upload.user,
          .number = upload.number,
          .part = upload.part,
          .cause = handled});
    if (is_new) accepted(upload.user, upload.number, handled);
  });
}

void Api::poll_arrived(Packet poll) {
  handle(poll, [this, poll] {
    const sim::RecordId served = context_.write(Role::api, 0, Kind::poll_served,
                                                poll_subject(poll.user, poll.number, poll.part), poll.cause);
    send({.kind = PacketKind::poll_reply,
          .copy = poll.copy,
          .user = poll.user,
          .number = poll.number,
          .part = poll.part,
          .content = static_cast<std::uint32_t>(users_[poll.user].done.size()),
          .cause = served});
  });
}

void Api::status_asked(Packet request) {
  handle(request, [this, request] {
    const sim::RecordId served = context_.write(
        Role::api, 0, Kind::status_served, connection_subject(request.user, request.number), request.cause);
    send({.kind = PacketKind::status_reply,
          .copy = request.copy,
          .user = request.user,
          .number = request.number,
          .content = is_registered(request.user) ? 1U : 0U,
          .cause = served});
  });
}

void Api::job_done(UserId user, std::uint32_t job) { users_[user].done.push_back(job); }

}  // namespace lastseen::models
