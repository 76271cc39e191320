// Internal: for components.
// What a phone meets while no instance of the server is up (server.when_down): nothing listens, and the kernel refuses at once;
// or a load balancer answers 502 or 503. Either way it knows after one round trip, and not at the end of its patience.
//
//     request    --latency--> refused --latency--> it has failed           both
//     handshake  --latency--> reset   --latency--> it has failed           refused: before TLS
//     handshake  --handshake.duration--> 502 --latency--> it has failed    bad-gateway: over TLS with the load balancer
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/models/packet.hpp>

namespace lastseen::models {

/// Whether an instance of the server is ever down.
bool has_restarts(const Settings& settings);

/// The answer to a request or a handshake that no instance takes, from who refuses it, which is written.
Packet refusal_of(const Context& context, const Packet& request);

}  // namespace lastseen::models
