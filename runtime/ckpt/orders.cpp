// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/defer.h"
#include "runtime/ckpt/orders.h"

#include "runtime/ckpt/checkpoint.h"
#include "runtime/ckpt/command_stream.h"
#include "runtime/ckpt/image_name.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/fd/describe.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr int kSigkill = 9;
static_assert(sizeof(migrate::Target::host) == stream::kHostMax);

bool name_image(const stream::Command &command, Orders &orders, Reason &why) {
  char path[kPathMax];
  memcpy(path, command.path, sizeof path);
  if (!make_absolute(path, why))
    return false;
  memcpy(orders.image, path, sizeof path);
  orders.named = true;
  return true;
}

// The images of this and of later checkpoints go to `image`.
class ImageName {
public:
  ImageName() : to_descriptor_(state.image_to_descriptor) {
    memcpy(before_, state.config.image, kPathMax);
  }
  void set(const char *image) {
    memcpy(state.config.image, image, kPathMax);
    state.image_to_descriptor = false;
  }
  void set_back() {
    set(before_);
    state.image_to_descriptor = to_descriptor_;
  }

private:
  char before_[kPathMax];
  bool to_descriptor_;
};

void report_written(Then then) {
  if (fd::is_terminal(2) && !state.image_to_descriptor)
    report_line("Condor: ",
                Text<2 * kPathMax + 128>(
                    "checkpoint written to ", state.config.image,
                    ", restart with: ", state.executable,
                    " -_condor_restart ", state.config.image)
                    .view());
  Text<kPathMax + 64> line("generation ", state.generation, " written to ");
  if (state.image_to_descriptor)
    line.add("descriptor ", state.image_descriptor);
  else
    line.add(state.config.image);
  debug_line(DebugLevel::kCkpt, line.view());
  if (then != Then::kGoOn)
    debug_line(DebugLevel::kAlways, "Ckpt exit");
}

bool write(const Interrupted &interrupted, Then then, Reason &why) {
  bool written = checkpoint(interrupted, then != Then::kGoOn, why);
  if (written)
    report_written(then);
  return written;
}

// A committed job must not look like a checkpoint that somebody would restart:
// it never dies by the signal.  One that only sent a copy ends if it is told.
bool send_away(const Interrupted &interrupted, const Orders &orders, Then &then,
               Reason &why) {
  migrate::Outcome outcome =
      migrate::migrate_to(interrupted, orders.target, why);
  if (outcome == migrate::Outcome::kStayed) {
    error("the job did not migrate: ", why, full_stop(why),
          "It goes on here.");
    return false;
  }
  bool exits = then == Then::kExit;
  bool leaves = exits || outcome == migrate::Outcome::kCommitted;
  then = leaves ? Then::kExit : Then::kGoOn;
  if (leaves)
    debug_line(DebugLevel::kAlways, "Ckpt exit");
  return true;
}

// Commands up to end, exit, end of file or the deadline.  Without any of them
// SIGTSTP's own meaning is left.  A starter may end its commands with `end`
// behind an `exit` too: it is passed over when the exit was not obeyed.
void read_orders(stream::Source source, StreamState &from, Orders &orders) {
  stream::Command command;
  u32 &line = from.line;
  orders.then = Then::kDie;
  for (;;) {
    Next next =
        next_command(source, stream::Moment::kVacate, line, command);
    if (next == Next::kSilent)
      notice("the command stream was silent for ", kStreamSeconds,
             " seconds: no more is waited for");
    if (next != Next::kCommand)
      return;
    bool behind_exit = from.exited;
    from.exited = command.id == stream::CommandId::kExit;
    Reason why;
    switch (command.id) {
    case stream::CommandId::kCkpt:
      if (!name_image(command, orders, why))
        report_command(line, why);
      break;
    case stream::CommandId::kMigrateTo:
      orders.migrates = true;
      orders.target.port = command.port;
      memcpy(orders.target.host, command.host, sizeof command.host);
      break;
    case stream::CommandId::kExit:
      orders.then = Then::kExit;
      orders.status = command.number;
      return;
    case stream::CommandId::kEnd:
      if (behind_exit)
        break;
      if (orders.named || orders.migrates)
        orders.then = Then::kGoOn;
      return;
    case stream::CommandId::kIwd:
    case stream::CommandId::kFd:
    case stream::CommandId::kRestart:
    case stream::CommandId::kMigrateFrom:
      break; // not allowed at kVacate
    }
  }
}

} // namespace

void report_failed(Then then, const Reason &why) {
  bool dies =
      then != Then::kGoOn && state.config.on_error == OnError::kKill;
  StringView dying = dies ? "The program is killed (-_ckpt_on_error kill)"
                          : "The program goes on";
  if (state.image_to_descriptor || !state.config.image[0])
    error("no checkpoint was written: ", why, full_stop(why), dying, ".");
  else
    error("no checkpoint was written: ", why, full_stop(why), dying,
          "; an earlier checkpoint in ", state.config.image,
          " is untouched.");
  if (dies)
    sys::tgkill(sys::getpid(), sys::gettid(), kSigkill).ignore();
}

void find_orders(bool vacate, bool called, Orders &orders) {
  orders.then = vacate ? Then::kDie : Then::kGoOn;
  if (!vacate || called || !state.stream.there)
    return;
  int fd = stream_descriptor();
  if (fd >= 0) {
    read_orders(stream::source_of(fd, stream::deadline_in(kStreamSeconds)),
                state.stream, orders);
    return;
  }
  state.stream.there = false;
  error("the program has closed the command stream: from now on SIGTSTP means "
        "what it means without one");
}

Then carry_out(const Interrupted &interrupted, const Orders &orders) {
  ImageName name;
  if (orders.named)
    name.set(orders.image);
  Deferral before = take_deferral();
  Then then = before.vacate ? Then::kDie : orders.then;
  Reason why;
  bool good = orders.migrates ? send_away(interrupted, orders, then, why)
                              : write(interrupted, then, why);
  if (good)
    return then;
  if (orders.named) {
    name.set_back();
    write_status(JobState::kRunning); // with the name that counts again
  }
  bool waits = orders.may_wait && !orders.named && !orders.migrates &&
               state.obstacle_may_pass &&
               put_off(before, orders.then == Then::kDie, why);
  if (!orders.migrates && !waits)
    report_failed(then, why);
  return Then::kGoOn;
}

} // namespace ckpt
