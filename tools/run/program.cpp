// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/program.h"
#include "tools/common/cli.h"
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace ckpt::run {

namespace {

std::string shown(const std::string &name) {
  return cli::printable({name.data(), name.size()});
}

// 0, or why it cannot be executed.
int execution_error(const std::string &path) {
  struct stat st;
  if (::stat(path.c_str(), &st) != 0)
    return errno;
  if (S_ISDIR(st.st_mode))
    return EISDIR;
  return ::access(path.c_str(), X_OK) == 0 ? 0 : errno;
}

// The first one in PATH that can be executed; else what was wrong with the
// first that is there.
int search_path(const std::string &name, std::string &found) {
  const char *path = std::getenv("PATH");
  std::string_view rest = path ? path : "/bin:/usr/bin";
  int result = ENOENT;
  for (bool more = true; more;) {
    size_t end = rest.find(':');
    std::string directory(rest.substr(0, end));
    more = end != std::string_view::npos;
    rest.remove_prefix(more ? end + 1 : rest.size());
    std::string candidate =
        directory.empty() ? "./" + name : directory + "/" + name;
    int error = execution_error(candidate);
    if (error == 0)
      return found = candidate, 0;
    if (error != ENOENT && error != ENOTDIR && result == ENOENT)
      result = error;
  }
  return result;
}

MaybeFailure read_facts(Program &out) {
  int fd = ::open(out.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return Failure{ExitCode::kCannotRun,
                   shown(out.path) +
                       " cannot be read: " + std::strerror(errno) +
                       "; a job that is checkpointed must be readable"};
  out.facts = inspect_program([fd](u64 offset, u64 size, u8 *to) {
    // A regular file: less than asked for is its end.
    ssize_t got = ::pread(fd, to, size, static_cast<off_t>(offset));
    return got >= 0 && static_cast<u64>(got) == size;
  });
  ::close(fd);
  return {};
}

} // namespace

MaybeFailure find_program(const std::string &name, Program &out) {
  int error = ENOENT;
  if (name.find('/') != std::string::npos) {
    out.path = name;
    error = execution_error(name);
  } else if (!name.empty()) {
    error = search_path(name, out.path);
  }
  if (error == ENOENT && name.find('/') == std::string::npos &&
      execution_error(name) == 0)
    return Failure{ExitCode::kNotFound, shown(name) +
                                            " is not in PATH; write ./" +
                                            shown(name) + " if you mean that"};
  if (error)
    return Failure{error == ENOENT || error == ENOTDIR ? ExitCode::kNotFound
                                                       : ExitCode::kCannotRun,
                   "cannot run " + shown(name) + ": " + std::strerror(error) +
                       "; check the job's name and its mode"};
  return read_facts(out);
}

} // namespace ckpt::run
