// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/migrate.h"
#include "runtime/abi/request.h"
#include "tools/common/cli.h"
#include "tools/run/job_line.h"
#include "tools/run/program.h"
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <signal.h>
#include <sstream>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

namespace ckpt::run {

namespace {

// How long the job may take to see the request, without --timeout.
constexpr int kPatience = 60;

class Descriptor {
public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor &&other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor &operator=(Descriptor &&other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0)
      close(fd_);
  }
  int get() const { return fd_; }

private:
  int fd_;
};

Failure no_answer(const std::string &text) {
  return {ExitCode::kNoAnswer, text};
}

template <class T>
bool parse_number(const std::string &word, T least, T most, T &out) {
  const char *end = word.data() + word.size();
  std::from_chars_result parsed = std::from_chars(word.data(), end, out);
  return parsed.ec == std::errc() && parsed.ptr == end && out >= least &&
         out <= most;
}

std::string proc(pid_t pid, const char *name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

bool is_linked(pid_t pid) {
  Descriptor file(open(proc(pid, "exe").c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0)
    return false;
  ProgramFacts facts = inspect_program([&](u64 offset, u64 size, u8 *to) {
    return pread(file.get(), to, size, static_cast<off_t>(offset)) ==
           static_cast<ssize_t>(size);
  });
  return facts.kind == ProgramKind::kLinked;
}

// A field of /proc/PID/status; 0: it cannot be read.
u64 status_field(pid_t pid, const std::string &field, int base) {
  std::ifstream status(proc(pid, "status"));
  for (std::string line; std::getline(status, line);)
    if (line.compare(0, field.size() + 1, field + ":") == 0)
      return std::strtoull(line.c_str() + field.size() + 1, nullptr, base);
  return 0;
}

u64 signal_mask(pid_t pid, const std::string &field) {
  return status_field(pid, field, 16);
}

pid_t parent_of(pid_t pid) {
  return static_cast<pid_t>(status_field(pid, "PPid", 10));
}

bool same_network(pid_t pid) {
  struct stat ours, theirs;
  return stat("/proc/self/ns/net", &ours) != 0 ||
         stat(proc(pid, "ns/net").c_str(), &theirs) != 0 ||
         ours.st_ino == theirs.st_ino;
}

class Request {
public:
  explicit Request(const CommandLine &line) : line_(line) {}

  MaybeFailure run(request::Answer &answer) {
    if (MaybeFailure failure = read_operands())
      return failure;
    if (MaybeFailure failure = find_job())
      return failure;
    if (MaybeFailure failure = listen_for_job())
      return failure;
    if (MaybeFailure failure = ask())
      return failure;
    return wait_for_answer(answer);
  }

private:
  Failure usage(const std::string &text) const {
    return {ExitCode::kUsage,
            "--migrate: " + text + "; ckpt_run --help shows how it is used"};
  }

  MaybeFailure read_operands() {
    const std::vector<std::string> &words = line_.operands(OptionId::kMigrate);
    if (!line_.job.empty())
      return usage("a job that runs is asked, and none is started");
    if (!parse_number(words[0], 1, INT_MAX, pid_))
      return usage("PID is the number of a process");
    if (words[1].empty() || words[1].size() >= sizeof order_.host)
      return usage("HOST is a name or an address");
    if (!parse_number<u16>(words[2], 1, 65535, order_.port))
      return usage("PORT is a number from 1 to 65535");
    std::memcpy(order_.magic, request::kMagic, sizeof order_.magic);
    order_.version = request::kVersion;
    std::memcpy(order_.host, words[1].c_str(), words[1].size());
    if (line_.has(OptionId::kTimeout) &&
        !parse_number(line_.operands(OptionId::kTimeout)[0], 1, 86400,
                      patience_))
      return usage("--timeout takes a number of seconds from 1 to 86400");
    if (!line_.has(OptionId::kSignals))
      return {};
    JobFlags flags;
    CommandLine job = line_;
    job.job = {"job"};
    if (MaybeFailure failure = read_job_flags(job, "", "", flags))
      return failure;
    signal_ = first_signal(flags.signals.vacate);
    return {};
  }

  // The process itself, or what a ckpt_run of that number runs.
  MaybeFailure find_job() {
    if (kill(pid_, 0) != 0 && errno == ESRCH)
      return no_answer("there is no process " + std::to_string(pid_));
    if (access(proc(pid_, "exe").c_str(), R_OK) != 0)
      return no_answer("process " + std::to_string(pid_) +
                       " belongs to another user; ask as that user or as "
                       "root");
    if (!is_linked(pid_)) {
      std::ifstream children(proc(pid_, ("task/" + std::to_string(pid_) +
                                         "/children").c_str()));
      pid_t child = 0;
      while (children >> child && !is_linked(child))
        child = 0;
      if (!child)
        return no_answer("process " + std::to_string(pid_) +
                         " was not linked by ckpt_compile, and runs no job "
                         "that was");
      pid_ = child;
    }
    pidfd_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    if (!(signal_mask(pid_, "SigCgt") & signal_bit(signal_)))
      return no_answer("process " + std::to_string(pid_) +
                       " does not wait for signal " +
                       std::to_string(signal_) +
                       "; does it use others (--signals), or has it only just "
                       "started?");
    if (!same_network(pid_))
      return no_answer("process " + std::to_string(pid_) +
                       " is in another network namespace; ask it from there");
    return {};
  }

  MaybeFailure listen_for_job() {
    listener_ = Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    for (int attempt = 0; attempt < 16; ++attempt) {
      if (getrandom(&number_, sizeof number_, 0) != sizeof number_)
        break;
      request::SocketName name = request::socket_name(number_);
      StringView text = name.view();
      std::memcpy(address.sun_path + 1, text.data, text.size);
      socklen_t size = static_cast<socklen_t>(
          offsetof(sockaddr_un, sun_path) + 1 + text.size);
      if (bind(listener_.get(), reinterpret_cast<sockaddr *>(&address),
               size) == 0 &&
          listen(listener_.get(), 4) == 0)
        return {};
    }
    return no_answer(std::string("cannot listen for the job's answer: ") +
                     std::strerror(errno));
  }

  MaybeFailure ask() {
    sigval value = {};
    value.sival_ptr = reinterpret_cast<void *>(request::kMark | number_);
    if (sigqueue(pid_, signal_, value) == 0)
      return {};
    return no_answer("process " + std::to_string(pid_) +
                     " cannot be asked: " + std::strerror(errno));
  }

  // A job that has no descriptor left answers through a child.
  bool is_job(int fd) const {
    ucred peer = {};
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.pid == pid_ || parent_of(peer.pid) == pid_);
  }

  // The job's next connection; none: the time is over, or the job.
  Descriptor next_connection(int seconds, bool &ended) {
    for (;;) {
      pollfd events[] = {{listener_.get(), POLLIN, 0},
                         {pidfd_.get(), POLLIN, 0}};
      int found = poll(events, 2, seconds ? seconds * 1000 : -1);
      if (found < 0 && errno == EINTR)
        continue;
      if (events[0].revents & POLLIN) {
        Descriptor fd(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (fd.get() >= 0 && is_job(fd.get()))
          return fd;
        continue;
      }
      ended = found > 0;
      return Descriptor();
    }
  }

  MaybeFailure wait_for_answer(request::Answer &answer) {
    bool ended = false;
    Descriptor first = next_connection(patience_, ended);
    if (first.get() < 0)
      return no_answer(
          ended ? "the job ended before it could be asked"
                : "the job did not react within " +
                      cli::counted(static_cast<u64>(patience_), "second") +
                      " (--timeout); is it stopped, or writing a checkpoint? "
                      "It goes on, and will not move");
    if (send(first.get(), &order_, sizeof order_, MSG_NOSIGNAL) !=
        static_cast<ssize_t>(sizeof order_))
      return no_answer("the job could not be told where to go");
    Descriptor last = next_connection(0, ended);
    size_t size = 0;
    char *to = reinterpret_cast<char *>(&answer);
    while (last.get() >= 0 && size < sizeof answer) {
      ssize_t n = read(last.get(), to + size, sizeof answer - size);
      if (n <= 0)
        break;
      size += static_cast<size_t>(n);
    }
    if (size == sizeof answer)
      return {};
    return no_answer("the job ended without an answer; its lines on standard "
                     "error and its images tell how far it came");
  }

  const CommandLine &line_;
  request::Order order_ = {};
  pid_t pid_ = 0;
  int signal_ = SIGTSTP;
  int patience_ = kPatience;
  u32 number_ = 0;
  Descriptor listener_, pidfd_;
};

std::string text_of(const request::Answer &answer) {
  size_t size = min<size_t>(answer.text_size, sizeof answer.text);
  return cli::printable({answer.text, size});
}

} // namespace

int ask_to_move(const CommandLine &line) {
  request::Answer answer = {};
  if (MaybeFailure failure = Request(line).run(answer))
    return error(*failure);
  switch (answer.result) {
  case request::Result::kMoved:
    note("the job has moved and runs there");
    return 0;
  case request::Result::kSentPlain:
    note(text_of(answer));
    return 0;
  case request::Result::kUnconfirmed:
    return error({ExitCode::kUnconfirmed, text_of(answer)});
  case request::Result::kStayed:
    break;
  }
  return error({ExitCode::kStayed,
                "the job does not move, and goes on: " + text_of(answer)});
}

} // namespace ckpt::run
