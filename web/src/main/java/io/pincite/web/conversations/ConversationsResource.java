package io.pincite.web.conversations;

import io.pincite.ingest.Caller;
import io.pincite.qa.Conversation;
import io.pincite.qa.Conversations;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.answers.AnswerRecordJson;
import io.pincite.web.documents.Places;
import io.pincite.web.lists.ItemsJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Questions that know each other.
@Path("/api/v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Conversations")
class ConversationsResource {
  private static final int LONGEST_TITLE = 200;

  private final Conversations conversations;
  private final Places places;
  private final CurrentCaller caller;

  ConversationsResource(Conversations conversations, Places places, CurrentCaller caller) {
    this.conversations = conversations;
    this.places = places;
    this.caller = caller;
  }

  /// @param title the first question until someone renames it
  record ConversationJson(
      UUID id, String title, int answers, Instant createdAt, Instant updatedAt) {
    static ConversationJson of(Conversation conversation) {
      return new ConversationJson(
          conversation.id(),
          conversation.title(),
          conversation.answers(),
          conversation.createdAt(),
          conversation.updatedAt());
    }
  }

  /// A conversation with its answers, oldest first.
  record WholeConversationJson(
      UUID id, String title, Instant createdAt, Instant updatedAt, List<AnswerRecordJson> items) {}

  record TitleJson(Optional<String> title) {}

  @GET
  @Operation(summary = "Conversations, the last used first")
  public ItemsJson<ConversationJson> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    return ItemsJson.of(
        conversations.list(
            caller.get(),
            Parameters.number("limit", limit, 1, 200).orElse(50),
            Parameters.text(cursor)),
        ConversationJson::of);
  }

  @POST
  @Operation(
      summary = "Begin a conversation",
      description = "Without a title the first question becomes it.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ConversationJson.class)))
  public Response create(@Nullable TitleJson body) {
    String title = body == null ? "" : body.title().orElse("");
    Conversation made = conversations.create(caller.get(), checked(title));
    return Response.created(URI.create("/api/v1/conversations/" + made.id()))
        .entity(ConversationJson.of(made))
        .build();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "A conversation with its questions and answers")
  public WholeConversationJson get(String id) {
    Caller who = caller.get();
    Conversation conversation = find(who, id);
    Places.Drawing drawing = places.drawing(who);
    return new WholeConversationJson(
        conversation.id(),
        conversation.title(),
        conversation.createdAt(),
        conversation.updatedAt(),
        conversations.answers(who, conversation.id()).stream()
            .map(answer -> AnswerRecordJson.of(answer, drawing))
            .toList());
  }

  @PATCH
  @Path("{id}")
  @Operation(summary = "Rename a conversation")
  public ConversationJson rename(String id, @Nullable TitleJson body) {
    String title =
        Optional.ofNullable(body)
            .flatMap(TitleJson::title)
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> WebException.missing("title", "the body"));
    Caller who = caller.get();
    return ConversationJson.of(conversations.rename(who, find(who, id).id(), checked(title)));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Delete a conversation",
      description = "Its answers stay on record for audits.")
  public void delete(String id) {
    Caller who = caller.get();
    conversations.delete(who, find(who, id).id());
  }

  private static String checked(String title) {
    return Parameters.limited("title", title.strip(), LONGEST_TITLE);
  }

  private Conversation find(Caller who, String id) {
    return conversations
        .find(who, Parameters.id("conversation", id))
        .orElseThrow(() -> WebException.notFound("conversation", id));
  }
}
