"""What was there becomes part of the engine: topics are categories, questions that are not retired
are in use, a quiz has one section, and each marked sitting has its first result."""

from django.db import migrations

# What `Quiz.feedback` showed after handing in: own answers, what was right, key, reasons.
SHOWN = {
    "score": ("never", "never", "never", "never"),
    "marks": ("end", "end", "never", "never"),
    "full": ("end", "end", "end", "end"),
}
WHOLE = {"title": "", "title_en": "", "min_percent": None}


def place_questions(apps, schema_editor):
    Category = apps.get_model("assessments", "Category")
    Question = apps.get_model("assessments", "Question")
    categories = {}
    for question in Question.objects.order_by("code"):
        topic = question.topic.strip()
        if topic and topic not in categories:
            number = len(categories) + 1
            categories[topic] = Category.objects.create(
                code=f"topic-{number}", name=topic, position=number
            )
        question.category = categories.get(topic)
        question.drawn = question.versions.order_by("-number").first()
        if question.is_retired:
            question.state = "retired"
        elif question.drawn is not None:
            question.state = "in_use"
        question.save(update_fields=["category", "drawn", "state"])


def section_quizzes(apps, schema_editor):
    Quiz = apps.get_model("assessments", "Quiz")
    Section = apps.get_model("assessments", "Section")
    SectionQuestion = apps.get_model("assessments", "SectionQuestion")
    QuizQuestion = apps.get_model("assessments", "QuizQuestion")
    for quiz in Quiz.objects.all():
        shown = SHOWN[quiz.feedback]
        quiz.show_answers, quiz.show_marks, quiz.show_key, quiz.show_explanation = shown
        quiz.shuffle_questions = quiz.shuffle_options = quiz.shuffle
        quiz.save()
        section = Section.objects.create(quiz=quiz, count=quiz.draw)
        listed = QuizQuestion.objects.filter(quiz=quiz).order_by("position", "id")
        SectionQuestion.objects.bulk_create(
            SectionQuestion(section=section, question_id=row.question_id, position=place)
            for place, row in enumerate(listed)
        )


def record_results(apps, schema_editor):
    Sitting = apps.get_model("assessments", "Sitting")
    Sitting.objects.update(sections=[WHOLE])
    marked = Sitting.objects.filter(state="marked").order_by("pk")
    for sitting in marked.iterator(chunk_size=500):
        _record(apps, sitting)


def _record(apps, sitting):
    ItemMark = apps.get_model("assessments", "ItemMark")
    Response = apps.get_model("assessments", "Response")
    ResultMark = apps.get_model("assessments", "ResultMark")
    SittingResult = apps.get_model("assessments", "SittingResult")
    responses = Response.objects.filter(item__sitting=sitting).order_by("revision")
    newest = {response.item_id: response for response in responses}
    judged = {
        "number": 1,
        "cause": "handed_in",
    }
    marks = ItemMark.objects.bulk_create(
        ItemMark(
            item=item,
            response=newest.get(item.pk),
            mark=item.mark,
            marked_at=sitting.submitted_at,
            marked_by_id=sitting.submitted_by_id,
            **judged,
        )
        for item in sitting.items.order_by("position")
    )
    result = SittingResult.objects.create(
        sitting=sitting,
        score=sitting.score,
        passed=sitting.passed,
        made_at=sitting.submitted_at,
        made_by_id=sitting.submitted_by_id,
        **judged,
    )
    ResultMark.objects.bulk_create(ResultMark(result=result, mark=mark) for mark in marks)


def give_back_questions(apps, schema_editor):
    Question = apps.get_model("assessments", "Question")
    for question in Question.objects.select_related("category"):
        question.topic = question.category.name[:60] if question.category else ""
        question.is_retired = question.state != "in_use"
        question.save(update_fields=["topic", "is_retired"])


def give_back_quizzes(apps, schema_editor):
    """What a section draws by a rule was not known before: it is lost."""
    Quiz = apps.get_model("assessments", "Quiz")
    QuizQuestion = apps.get_model("assessments", "QuizQuestion")
    SectionQuestion = apps.get_model("assessments", "SectionQuestion")
    feedback = {shown: name for name, shown in SHOWN.items()}
    for quiz in Quiz.objects.all():
        shown = (quiz.show_answers, quiz.show_marks, quiz.show_key, quiz.show_explanation)
        quiz.feedback = feedback.get(shown, "score")
        quiz.shuffle = quiz.shuffle_questions
        quiz.draw = sum(section.count for section in quiz.sections.all()) or 1
        quiz.save()
        listed = SectionQuestion.objects.filter(section__quiz=quiz).order_by(
            "section__position", "position"
        )
        known = dict.fromkeys(listed.values_list("question_id", flat=True))
        QuizQuestion.objects.bulk_create(
            QuizQuestion(quiz=quiz, question_id=question_id, position=place)
            for place, question_id in enumerate(known)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0006_engine"),
    ]

    operations = [
        migrations.RunPython(place_questions, give_back_questions),
        migrations.RunPython(section_quizzes, give_back_quizzes),
        migrations.RunPython(record_results, migrations.RunPython.noop),
    ]
