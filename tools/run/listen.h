// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_run --listen: waits for the connection of a job that moves here.  What
// comes over it is the runtime's business: the job is started with the
// connection and a command stream that names it.
#pragma once
#include "runtime/migrate/address.h"
#include "tools/run/job_line.h"
#include "tools/run/signal_state.h"

namespace ckpt::run {

struct Endpoint {
  bool any = true; // of all addresses of this machine
  migrate::Address address;
  u16 port = 0; // 0: the system chooses one
};

// Pure.  PORT, HOST:PORT or [HOST]:PORT; HOST is an address in digits.
MaybeFailure parse_endpoint(const std::string &text, Endpoint &out);

// Descriptors that the job inherits.
struct Arrival {
  int connection = -1;
  int stream = -1;
};

// Waits for one connection, at most `seconds` (0: for ever).  A request to end
// that comes before ends ckpt_run by that signal: nothing has arrived yet.
MaybeFailure wait_for_job(const Endpoint &where, int seconds, Arrival &out);

// The flags that make the job take the arrival.
void add_arrival(const CommandLine &line, const Arrival &arrival, JobLine &out);

// Ours are not needed once the job has them: its end must end the connection.
void close_arrival(Arrival &arrival);

} // namespace ckpt::run
