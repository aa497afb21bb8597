// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/orders.h"

#include "runtime/ckpt/checkpoint.h"
#include "runtime/ckpt/command_stream.h"
#include "runtime/ckpt/image_name.h"
#include "runtime/ckpt/report.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

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
  ImageName() { memcpy(before_, state.config.image, kPathMax); }
  void set(const char *image) { memcpy(state.config.image, image, kPathMax); }
  void set_back() { set(before_); }

private:
  char before_[kPathMax];
};

} // namespace

void read_orders(stream::Source source, u32 &line, Orders &orders) {
  stream::Command command;
  orders.then = Then::kDie;
  for (;;) {
    Next next =
        next_command(source, stream::Moment::kVacate, line, command);
    if (next == Next::kSilent)
      notice("the command stream was silent for ", kStreamSeconds,
             " seconds: no more is waited for");
    if (next != Next::kCommand)
      return;
    Reason why;
    switch (command.id) {
    case stream::CommandId::kCkpt:
      if (!name_image(command, orders, why))
        report_command(line, why);
      break;
    case stream::CommandId::kMigrateTo:
      orders.migrates = true;
      orders.port = command.port;
      memcpy(orders.host, command.host, sizeof orders.host);
      break;
    case stream::CommandId::kExit:
      orders.then = Then::kExit;
      orders.status = command.number;
      return;
    case stream::CommandId::kEnd:
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

void find_orders(bool vacate, Orders &orders) {
  orders.then = vacate ? Then::kDie : Then::kGoOn;
  if (!vacate || !state.stream.there)
    return;
  int fd = stream_descriptor();
  if (fd >= 0) {
    read_orders(stream::source_of(fd, stream::deadline_in(kStreamSeconds)),
                state.stream.line, orders);
    return;
  }
  state.stream.there = false;
  error("the program has closed the command stream: from now on SIGTSTP means "
        "what it means without one");
}

bool carry_out(const Interrupted &interrupted, const Orders &orders,
               Reason &why) {
  if (orders.migrates) {
    why.set("migrate_to does not work yet in this version; use ckpt");
    return false;
  }
  if (!orders.named)
    return checkpoint(interrupted, why);
  ImageName name;
  name.set(orders.image);
  if (checkpoint(interrupted, why))
    return true;
  name.set_back();
  return false;
}

} // namespace ckpt
