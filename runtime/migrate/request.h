// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The job's side of runtime/abi/request.h: a vacate signal that asks for a
// migration.
// Phase: signal.  Needs: every signal blocked.
// Never: vacates a job whose request cannot be followed up.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt::migrate {

// Remembers a request: the handler may come back for it with another siginfo,
// when it has left the vDSO.
void note_request(const void *siginfo);
bool request_waits();

// Comes back if the job stays.
void serve_request(const Interrupted &interrupted);

// In a forked child of the job.
void refuse_request_of_child();

} // namespace ckpt::migrate
