#include "models/api.hpp"

namespace lastseen::models {

void Api::upload_arrived(Packet upload) {
  context_.after(context_.settings.rest.handling, [this, upload] {
    auto& known = users_[upload.user].known;
    if (known.size() < upload.number) known.resize(upload.number);
    const bool is_new = !known[upload.number - 1];
    known[upload.number - 1] = true;
    const sim::RecordId handled =
        context_.write(Role::api, the_instance, is_new ? Kind::accepted : Kind::duplicate_ignored,
                       job_subject(upload.user, upload.number, upload.part), upload.cause);
    send({.kind = PacketKind::upload_reply,
          .user = upload.user,
          .number = upload.number,
          .part = upload.part,
          .cause = handled});
    if (is_new) accepted(upload.user, upload.number, handled);
  });
}

void Api::poll_arrived(Packet poll) {
  context_.after(context_.settings.rest.handling, [this, poll] {
    const sim::RecordId served = context_.write(Role::api, the_instance, Kind::poll_served,
                                                poll_subject(poll.user, poll.number, poll.part), poll.cause);
    send({.kind = PacketKind::poll_reply,
          .user = poll.user,
          .number = poll.number,
          .part = poll.part,
          .content = static_cast<std::uint32_t>(users_[poll.user].done.size()),
          .cause = served});
  });
}

void Api::job_done(UserId user, std::uint32_t job) { users_[user].done.push_back(job); }

}  // namespace lastseen::models
