// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/request.h"

#include <linux/un.h>

#include "runtime/abi/request.h"
#include "runtime/ckpt/cut_connections.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/segments.h"
#include "runtime/ckpt/siginfo.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/migrate/limits.h"
#include "runtime/migrate/link.h"
#include "runtime/migrate/migrate.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::migrate {

namespace {

// <sys/socket.h>: unix(7).
constexpr int kUnix = 1, kStream = 1, kCloseOnExec = 02000000;
constexpr int kSocketLevel = 1, kPeerCredentials = 17;

struct Credentials { // struct ucred
  i32 pid;
  u32 uid, gid;
};

u64 waiting = 0; // the signal's value

// Only who could as well stop or trace the job may move it.
bool may_ask(int fd) {
  Credentials peer = {};
  u32 size = sizeof peer;
  if (!sys::call_on(__NR_getsockopt, fd, kSocketLevel, kPeerCredentials, &peer,
                 &size)
           .ok())
    return false;
  return peer.uid == 0 || peer.uid == state.origin.users[1];
}

int connect_to_requester(Reason &why) {
  request::SocketName name =
      request::socket_name(static_cast<u32>(waiting));
  sockaddr_un to = {};
  to.sun_family = kUnix;
  memcpy(to.sun_path + 1, name.view().data, name.view().size);
  SysResult made =
      sys::make_own(__NR_socket, kUnix, kStream | kCloseOnExec);
  if (!made.ok()) {
    why.set("no socket can be made (errno ", made.error(), ")");
    return -1;
  }
  u64 size = offsetof(sockaddr_un, sun_path) + 1 + name.view().size;
  SysResult connected =
      sys::call_on(__NR_connect, made.fd(), &to, static_cast<u32>(size));
  if (connected.ok() && may_ask(made.fd()))
    return made.fd();
  if (connected.ok())
    why.set("it belongs to another user");
  else
    why.set("nobody waits for an answer (errno ", connected.error(), ")");
  sys::close(made.fd()).ignore();
  return -1;
}

bool read_order(request::Order &order, Reason &why) {
  int fd = connect_to_requester(why);
  if (fd < 0)
    return false;
  Link link(fd, look_up_limit());
  bool good = link.receive(&order, sizeof order, why);
  link.close();
  if (good && (memcmp(order.magic, request::kMagic, sizeof order.magic) ||
               order.version != request::kVersion)) {
    why.set("it is of another version of ckpt_run");
    return false;
  }
  return good;
}

void answer(request::Result result, StringView text) {
  Reason ignored; // it was said on stderr too
  int fd = connect_to_requester(ignored);
  if (fd < 0)
    return;
  request::Answer out = {};
  memcpy(out.magic, request::kMagic, sizeof out.magic);
  out.result = result;
  out.text_size = static_cast<u32>(min(text.size, sizeof out.text));
  memcpy(out.text, text.data, out.text_size);
  Link link(fd, look_up_limit());
  link.send({reinterpret_cast<const u8 *>(&out), sizeof out}, ignored);
  // Whoever asked looks whose child it is that answers: not before that is over
  // may the keeper end.
  u8 none;
  size_t got = 0;
  if (fd >= sys::kKept)
    (void)link.receive_some(&none, 1, got, ignored);
  link.close();
}

[[noreturn]] void leave(request::Result result, StringView text) {
  answer(result, text);
  debug_line(DebugLevel::kAlways, "Ckpt exit");
  write_status(JobState::kVacated);
  cut_connections(Cut::kShort);
  remove_segments();
  sys::end_keeper();
  sys::exit_group(0);
}

} // namespace

void note_request(const void *siginfo) {
  const SignalInfo &info = *static_cast<const SignalInfo *>(siginfo);
  if (info.code == kCodeQueued &&
      (info.value & request::kMarkMask) == request::kMark)
    waiting = info.value;
}

bool request_waits() { return waiting; }

void serve_request(const Interrupted &interrupted) {
  Reason why;
  request::Order order;
  if (!read_order(order, why)) {
    error("a request to move the job cannot be followed up: ", why,
          full_stop(why), "The program goes on.");
    waiting = 0;
    return;
  }
  Target target = {};
  memcpy(target.host, order.host, sizeof target.host - 1);
  target.port = order.port;
  u64 asked = waiting;
  waiting = 0; // it is memory that the image holds
  Outcome outcome = migrate_to(interrupted, target, why);
  waiting = asked;
  if (outcome == Outcome::kCommitted)
    leave(why.empty() ? request::Result::kMoved
                      : request::Result::kUnconfirmed,
          why.view());
  if (outcome == Outcome::kSentPlain) {
    why.set("the image was sent to ", target.host, " port ", order.port + 0u,
            ", which cannot confirm it; the job ends here, and its image is "
            "in ",
            state.config.image, " too");
    report_line("Condor: ", why.view());
    leave(request::Result::kSentPlain, why.view());
  }
  error("the job does not move: ", why, full_stop(why),
        "The program goes on.");
  answer(request::Result::kStayed, why.view());
  waiting = 0;
}

void refuse_request_of_child() {
  answer(request::Result::kStayed,
         "this process is a child that the job made; ask the job itself");
  waiting = 0;
}

} // namespace ckpt::migrate
