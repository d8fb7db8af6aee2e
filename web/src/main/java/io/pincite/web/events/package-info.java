/// Server-sent events: one stream a client, paced by the client.
@NullMarked
package io.pincite.web.events;

import org.jspecify.annotations.NullMarked;
