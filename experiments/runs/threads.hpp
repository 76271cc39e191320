// The same work on several threads.
#pragma once

#include <functional>

namespace lastseen::experiments {

/// Calls `work` on that many threads, this one among them, or on as many as the system allows, and returns when all have
/// returned. `work` must not throw.
void on_threads(unsigned threads, const std::function<void()>& work);

}  // namespace lastseen::experiments
