from portal.models import OutboxMessage, User
from portal.states import State
from portal.workflow import Move, Workflow


def _tell_everyone(letter) -> list[OutboxMessage]:
    return [OutboxMessage(to=user, subject=letter.title, body="Có thư mới") for user in User.objects.all()]


SEND = Move(
    name="send",
    words="Gửi thư",
    sources=("draft", "returned"),
    target="sent",
    who=lambda user, letter: user.username == "tam",
    guard=lambda letter: "" if letter.body else "Thư chưa có nội dung.",
    tells=_tell_everyone,
)
RETURN = Move(
    name="return",
    words="Trả lại",
    sources=("sent",),
    target="returned",
    who=lambda user, letter: user.username == "ha",
    asks_reason=True,
)
LETTERS = Workflow(
    title="Thư (letters of the tests)",
    states={
        "draft": State("Bản nháp", "pencil", "draft"),
        "sent": State("Đã gửi", "send", "submitted"),
        "returned": State("Trả lại", "arrow-return-left", "returned"),
    },
    initial="draft",
    moves=(SEND, RETURN),
)
