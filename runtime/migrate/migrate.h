// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Migration: a checkpoint that goes over TCP to a process which restarts from
// it.  The protocol is in docs/migration.md.
// Phase: signal (migrate_to), pre-libc (the rest).
// Needs: the runtime's own stack; migrate_to also every signal blocked.
// Never: raises SIGPIPE, waits for a peer without a time limit.
// Errors: false or kStayed, and `why` says what is wrong and what to do.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt::migrate {

struct Target {
  char host[256]; // a name, or an IPv4 or IPv6 address; NUL terminated
  u16 port;
};

enum class Outcome : u8 {
  kStayed,    // the job is still here alone; `why` says why
  kCommitted, // the job is the receiver's: it must never run here again.
              // `why` is empty, or says that this was not confirmed
  kSentPlain, // a peer without a token got the image; so did config.image
};

// Writes a checkpoint to config.image, then sends it.  kCommitted: the image is
// IMAGE.migrated now and nothing is left to do but to exit; the lines for the
// user have been printed.  kSentPlain and kStayed: config.image holds this
// checkpoint (kStayed: if one could be written).
Outcome migrate_to(const Interrupted &interrupted, const Target &target,
                   Reason &why);

// Takes an image from a connected socket (plain bytes from a pipe or file too)
// and stores it as IMAGE.arriving.  On success config.image is `image`,
// config.restart_image is what arrived, config.restart is set, and the
// connection stays open until the restart that must follow has confirmed it.
// Needs: `image` is absolute.  On failure the peer has been told and `fd` is
// closed.
bool receive(int fd, const char *image, Reason &why);

// For restart/: what is left of receive().
bool is_arriving();      // an image was received and not confirmed yet
int &connection();       // its descriptor, to be kept until then; -1: none
// The restart is prepared and only the fence is left: says READY, waits for
// COMMIT, gives the image its final name.
bool confirm(Reason &why);
// The restart is refused before the fence: tells the peer, removes what
// arrived, or adds to `why` why it is kept.
void refuse_arrival(Reason &why);

} // namespace ckpt::migrate
