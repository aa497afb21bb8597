// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/commands.h"

#include <asm/errno.h>

#include "runtime/ckpt/command_stream.h"
#include "runtime/ckpt/image_name.h"
#include "runtime/fd/describe.h"
#include "runtime/migrate/migrate.h"
#include "runtime/start/surroundings.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/open_url.h"

namespace ckpt::start {

namespace {

StringView meaning_of(int error) {
  switch (error) {
  case ENOENT:
    return "there is no such file or directory";
  case EACCES:
  case EPERM:
    return "permission denied";
  case ENOTDIR:
    return "a part of it is not a directory";
  case EISDIR:
    return "it is a directory";
  case EEXIST:
    return "it exists already";
  case EROFS:
    return "the file system is read-only";
  case EMFILE:
  case ENFILE:
    return "every descriptor is in use (ulimit -n)";
  default:
    return "the system refuses it";
  }
}

bool refuse_path(StringView command, const char *path, const SysResult &result,
                 Reason &why) {
  why.set(command, ": ", path, ": ", meaning_of(result.error()), " (errno ",
          result.error(), ")");
  return false;
}

// Commands are read byte by byte; a datagram would lose what is behind the
// first.
bool is_stream_socket(int fd) {
  constexpr int kSocketLevel = 1, kType = 3; // SOL_SOCKET, SO_TYPE
  constexpr int kStream = 1;                 // SOCK_STREAM
  int type = 0;
  u32 size = sizeof type;
  return sys::call(__NR_getsockopt, fd, kSocketLevel, kType, &type, &size)
             .ok() &&
         type == kStream;
}

// One that listens would never have a byte to read.
bool is_connected(int fd) {
  char name[128]; // struct sockaddr_storage
  u32 size = sizeof name;
  return sys::call(__NR_getpeername, fd, name, &size).ok();
}

StringView why_unreadable(int fd) {
  struct stat st;
  SysResult flags = sys::fcntl(fd, F_GETFL);
  if (!flags.ok() || !sys::fstat(fd, st).ok())
    return "it is not open; whoever starts the program must leave it open";
  if ((flags.value() & O_ACCMODE) == O_WRONLY || (flags.value() & O_PATH))
    return "it is not open for reading";
  u32 type = st.st_mode & fd::kTypeMask;
  if (type == fd::kTypeDirectory)
    return "it is a directory";
  if (type == fd::kTypeSocket && !is_stream_socket(fd))
    return "it is a socket of datagrams; give a stream socket";
  if (type == fd::kTypeSocket && !is_connected(fd))
    return "it is a socket without a connection: it listens, or was reset";
  return {};
}

bool take_stream(int fd, StringView text, StringView name, Reason &why) {
  StringView problem = why_unreadable(fd);
  if (problem.empty())
    return keep_stream(fd, why);
  why.set(text, name, ": ", problem);
  return false;
}

bool enter_directory(const stream::Command &command, Reason &why) {
  SysResult entered = sys::chdir(command.path);
  return entered.ok() || refuse_path("iwd", command.path, entered, why);
}

bool put_at(int fd, const stream::Command &command, Reason &why) {
  if (fd == command.number)
    return true;
  int flags = command.open_flags & O_CLOEXEC ? O_CLOEXEC : 0;
  SysResult placed = sys::dup3(fd, command.number, flags);
  sys::close(fd).ignore();
  if (!placed.ok())
    why.set("fd: ", command.number,
            " is above the limit of open files; raise it (ulimit -n)");
  return placed.ok();
}

// The path of a command as a file's name; a file may have a name like a URL.
bool is_url(const char *path, syscall::Url &url) {
  struct stat st;
  url = {};
  if (!syscall::may_be_url(path))
    return false;
  url = syscall::parse_url(path);
  return url.fault != syscall::UrlFault::kUnknown || !sys::lstat(path, st).ok();
}

SysResult open_named(const char *path, bool by_url, const syscall::Url &url,
                     u32 wanted) {
  if (by_url && url.fault != syscall::UrlFault::kNone) {
    syscall::warn_bad_url(url, path);
    return SysResult(-ENOENT);
  }
  bool of_stream = state.stream.there && url.number == state.stream.fd;
  if (by_url && url.last == UrlMethod::kFd)
    return syscall::copy_for_url(url, of_stream ? -1 : url.number, wanted);
  u64 flags = syscall::flags_for_url(url, wanted | O_NOCTTY);
  return sys::open(path + url.path, static_cast<int>(flags), 0666);
}

// A copy of what an earlier `fd` has opened.
bool was_opened_by_name(int number) {
  for (u32 i = 0; i < state.inherited_count; ++i)
    if (state.inherited[i].number == number)
      return state.inherited[i].by_name;
  return false;
}

bool give_descriptor(const stream::Command &command, Reason &why) {
  if (command.number == state.stream.fd && !move_stream(why))
    return false;
  syscall::Url url;
  bool by_url = is_url(command.path, url);
  SysResult opened = open_named(command.path, by_url, url, command.open_flags);
  if (!opened.ok())
    return refuse_path("fd", command.path, opened, why);
  bool by_name = url.last != UrlMethod::kFd || was_opened_by_name(url.number);
  if (!put_at(opened.fd(), command, why))
    return false;
  if (command.number == 2)
    remember_stderr();
  return remember_given(command.number, by_name,
                        by_url ? StringView(command.path) : StringView(), why);
}

// The commands between the start and `end`.
class Start {
public:
  // False: an error for the user; the stream goes on.
  bool obey(const stream::Command &command, Reason &why) {
    switch (command.id) {
    case stream::CommandId::kIwd:
      return enter_directory(command, why);
    case stream::CommandId::kFd:
      return give_descriptor(command, why);
    case stream::CommandId::kCkpt:
      named_ = true;
      state.config.own_name = true;
      return set_name(command, state.config.image, why);
    case stream::CommandId::kRestart:
      return set_restart(command, why);
    case stream::CommandId::kMigrateFrom:
      forget_descriptor(command.number); // the runtime's own from here
      connection_ = command.number;
      return true;
    case stream::CommandId::kExit:
      sys::exit_group(command.number);
    case stream::CommandId::kEnd:
      ended_ = true;
      return true;
    case stream::CommandId::kMigrateTo:
      break; // not allowed at kStart
    }
    return false;
  }
  bool ended() const { return ended_; }
  // -1: no image comes over a connection.
  int connection() const { return connection_; }

private:
  bool set_name(const stream::Command &command, char (&to)[kPathMax],
                Reason &why) {
    char path[kPathMax];
    memcpy(path, command.path, sizeof path);
    if (!make_absolute(path, why))
      return false;
    memcpy(to, path, sizeof path);
    return true;
  }

  bool set_restart(const stream::Command &command, Reason &why) {
    Config &config = state.config;
    if (!command.has_path && connection_ >= 0)
      return true; // from what arrives
    if (!command.has_path)
      memcpy(config.restart_image, config.image, kPathMax);
    else if (!set_name(command, config.restart_image, why))
      return false;
    config.restart = config.own_name = true;
    connection_ = -1;
    if (!named_)
      memcpy(config.image, config.restart_image, kPathMax);
    return true;
  }

  bool named_ = false; // the stream said where checkpoints go
  bool ended_ = false;
  int connection_ = -1; // the last of restart F and migrate_from counts
};

// The job that was to come must not be begun anew instead: an error ends it.
bool take_arrival(int fd, Reason &why) {
  StringView problem = why_unreadable(fd);
  Reason broken;
  if (!problem.empty())
    why.set("migrate_from ", fd, ": ", problem);
  else if (migrate::receive(fd, state.config.image, broken))
    return true;
  else
    why.set("the job did not arrive: ", broken);
  return false;
}

} // namespace

bool open_stream(Reason &why) {
  const Config &config = state.config;
  if (config.cmd_fd_given) {
    forget_descriptor(config.cmd_fd);
    Text<32> name(config.cmd_fd, ")");
    return take_stream(config.cmd_fd, "Can't parse cmd stream fd (",
                       name.view(), why);
  }
  SysResult opened =
      sys::open(config.cmd_file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (opened.ok())
    return take_stream(opened.fd(), "Can't read cmd file ", config.cmd_file,
                       why);
  why.set("Can't read cmd file ", config.cmd_file, ": ",
          meaning_of(opened.error()), " (errno ", opened.error(), ")");
  return false;
}

bool obey_stream(Reason &why) {
  Start start;
  stream::Command command;
  u32 &line = state.stream.line;
  while (!start.ended()) {
    stream::Source source =
        stream::source_of(state.stream.fd, stream::kNoDeadline);
    if (next_command(source, stream::Moment::kStart, line, command) !=
        Next::kCommand) {
      why.set("EOF on command stream");
      return false;
    }
    Reason problem;
    if (!start.obey(command, problem))
      report_command(line, problem);
  }
  return start.connection() < 0 || take_arrival(start.connection(), why);
}

} // namespace ckpt::start
