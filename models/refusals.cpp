#include <lastseen/models/refusals.hpp>

#include <algorithm>

namespace lastseen::models {

bool has_restarts(const Settings& settings) {
  return settings.server.restart_every || std::ranges::any_of(settings.faults, [](const Fault& fault) {
           return fault.kind == FaultKind::restart || fault.kind == FaultKind::rolling_restart;
         });
}

Packet refusal_of(const Context& context, const Packet& request) {
  const bool by_kernel = context.settings.server.when_down == WhenDown::refused;
  return {.kind = answer_to(request.kind),
          .copy = request.copy,
          .is_refusal = true,
          .user = request.user,
          .number = request.number,
          .part = request.part,
          .cause = context.write(by_kernel ? Role::network : Role::proxy, request.user, Kind::refused,
                                 subject_of(request), request.cause)};
}

}  // namespace lastseen::models
