#include <lastseen/experiments/runs/threads.hpp>

#include <system_error>
#include <thread>
#include <vector>

namespace lastseen::experiments {

void on_threads(unsigned threads, const std::function<void()>& work) {
  std::vector<std::jthread> others;
  try {
    for (unsigned index = 1; index < threads; ++index) others.emplace_back(work);
  } catch (const std::system_error&) {  // the system allows no more; those that there are do the work
  }
  work();
}

}  // namespace lastseen::experiments
