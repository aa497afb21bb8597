# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An image whose COMMIT was lost is kept: only a later checkpoint of the same
# job replaces it. A job that comes back to a machine leaves nothing old there.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from job import check, read
from migration import (ask_to_move, goes_on, listen, port_of,
                       start_receiver, start_sender)
from migration_faults import Fault, at

fault = Fault().through(at("READY", lambda piece: None))
fault.proxy.close()
fault.settled()
fault.receiver.has("im.arriving")
waiting = read("receiver/im.arriving")

# Another job does not get that name.
server = listen()
other, other_seen = start_sender(name="other")
ask_to_move(other, "127.0.0.1", port_of(server))
start_receiver(server.accept()[0]).wait(255)
goes_on(other, other_seen)
other.says("an image that arrived before and was never confirmed is in",
           "im.arriving")
check(read("receiver/im.arriving") == waiting, "the only copy is gone")

# The same job does.
ask_to_move(fault.sender, "127.0.0.1", port_of(server))
receiver = start_receiver(server.accept()[0])
fault.sender.wait(0)
fault.seen += [fault.sender.answer, receiver.work(b"d")]
receiver.has("im")
fault.sender.has("im.migrated")

# And back: here is its newest image then, there its last.
ask_to_move(receiver, "127.0.0.1", port_of(server))
back = start_receiver(server.accept()[0], name="sender")
receiver.wait(0)
goes_on(back, fault.seen, b"abcd", b"e")
back.has("im")
receiver.has("im.migrated")
